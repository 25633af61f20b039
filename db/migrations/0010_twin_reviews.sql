CREATE TABLE `twin_review` (
	`version_id` text NOT NULL,
	`description_id` text NOT NULL,
	`state` text NOT NULL,
	`job_id` text NOT NULL,
	`started_by_kind` text NOT NULL,
	`started_by_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`done_count` integer DEFAULT 0 NOT NULL,
	`case_count` integer,
	`reference_sha256` text,
	`result` text,
	`problem` text,
	`finished_at` integer,
	PRIMARY KEY(`version_id`, `description_id`),
	FOREIGN KEY (`version_id`) REFERENCES `version`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`description_id`) REFERENCES `description`(`id`) ON UPDATE no action ON DELETE no action
);
