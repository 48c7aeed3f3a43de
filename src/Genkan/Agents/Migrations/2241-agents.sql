-- Who could see what visitors left could deal with it; answering is a right of its own now.
UPDATE agents_agents SET permissions = REPLACE(permissions, 'leftMessages.read', 'leftMessages.read leftMessages.reply') WHERE permissions NOT LIKE '%leftMessages.reply%';
