-- What comes first when nobody is there: the form itself, or a popup that says so and leads to it.
ALTER TABLE sites_sites ADD COLUMN nobody_first text NOT NULL DEFAULT 'form';
