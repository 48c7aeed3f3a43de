-- Where it was sent to a department: which. Absent in rows from before it was kept.
ALTER TABLE routing_assignments ADD COLUMN department {uuid};
