-- Codes that let customers in. Used by says which attempt used one up; who came in by it may stay while the row is there.
CREATE TABLE why403_codes (
	hash    text COLLATE "C" PRIMARY KEY,
	session text COLLATE "C" NOT NULL REFERENCES why403_sessions ON DELETE CASCADE,
	until   timestamptz NOT NULL,
	used_by text
);
CREATE INDEX ON why403_codes (session);

-- Who is in a session, by one window, until their server says so once more.
CREATE TABLE why403_present (
	id      text COLLATE "C" PRIMARY KEY,
	session text COLLATE "C" NOT NULL REFERENCES why403_sessions ON DELETE CASCADE,
	name    text NOT NULL,
	until   timestamptz NOT NULL
);
CREATE INDEX ON why403_present (session);
