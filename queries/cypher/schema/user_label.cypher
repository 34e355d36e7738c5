// Those who are labelled.
CREATE INDEX user_label IF NOT EXISTS FOR (person:User) ON (person.label);
