CREATE TABLE `accuracy` (
	`version_id` text PRIMARY KEY NOT NULL,
	`reference_sha256` text NOT NULL,
	`kind` text NOT NULL,
	`row_count` integer NOT NULL,
	`skipped_count` integer NOT NULL,
	`right_count` integer,
	`mean_error` real,
	`error_deviation` real,
	`computed_at` integer NOT NULL,
	FOREIGN KEY (`version_id`) REFERENCES `version`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `upload` ADD `sent_by_kind` text;--> statement-breakpoint
ALTER TABLE `upload` ADD `sent_by_id` text;--> statement-breakpoint
ALTER TABLE `upload` ADD `file_name` text;--> statement-breakpoint
ALTER TABLE `upload` ADD `steps` text;--> statement-breakpoint
ALTER TABLE `upload` ADD `refusal` text;--> statement-breakpoint
CREATE INDEX `upload_by_version` ON `upload` (`version_id`);