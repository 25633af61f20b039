CREATE TABLE `reference_scores` (
	`version_id` text PRIMARY KEY NOT NULL,
	`reference_sha256` text NOT NULL,
	`row_count` integer NOT NULL,
	`layout` text NOT NULL,
	`cells` blob NOT NULL,
	`computed_at` integer NOT NULL,
	FOREIGN KEY (`version_id`) REFERENCES `version`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `description` ADD `changes` text;