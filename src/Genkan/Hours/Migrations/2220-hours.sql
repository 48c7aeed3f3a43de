CREATE TABLE hours_calendars (
  organisation {uuid} NOT NULL,
  id {uuid} NOT NULL,
  name text NOT NULL,
  zone text NOT NULL,
  week text NOT NULL,
  exceptions text NOT NULL,
  is_open bigint NOT NULL,
  next_at bigint,
  made_from text NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (organisation, id)
);

CREATE TABLE hours_uses (
  organisation {uuid} NOT NULL,
  kind text NOT NULL,
  target {uuid} NOT NULL,
  calendar {uuid} NOT NULL,
  PRIMARY KEY (organisation, kind, target)
);
CREATE INDEX hours_uses_of_calendar ON hours_uses (organisation, calendar);
