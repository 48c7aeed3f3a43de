-- What is kept in memory (KeptFacts) is what the store has while this says the same: a random number for each subject, another one with each change.
CREATE TABLE storage_versions (
    organisation {uuid} NOT NULL,
    subject text NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (organisation, subject)
);
