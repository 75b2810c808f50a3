CREATE TABLE why403_sessions (
	name   text COLLATE "C" PRIMARY KEY,
	events integer NOT NULL, -- How many it has, numbered from 1.
	size   bigint NOT NULL   -- The bytes of their texts.
);

-- Events are only ever added. The text is the line that a session's file has, kept as it was written: whatever a later version puts
-- into it, an older one leaves there.
CREATE TABLE why403_events (
	session text COLLATE "C" NOT NULL REFERENCES why403_sessions ON DELETE CASCADE,
	seq     integer NOT NULL CHECK (seq > 0),
	event   json NOT NULL,
	PRIMARY KEY (session, seq)
);
