-- The ledger only ever grows: a correction is a new event that names the one it corrects.
CREATE TRIGGER `event_refuses_update` BEFORE UPDATE ON `event`
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `event_refuses_delete` BEFORE DELETE ON `event`
BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
