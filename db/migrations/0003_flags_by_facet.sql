CREATE TABLE `flag_tally` (
	`project_id` text NOT NULL,
	`model_id` text NOT NULL,
	`version_id` text NOT NULL,
	`state` text NOT NULL,
	`waits_for` text NOT NULL,
	`kind` text NOT NULL,
	`severity` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`version_id`, `state`, `waits_for`, `kind`, `severity`),
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`model_id`) REFERENCES `model`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`version_id`) REFERENCES `version`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `flag_tally_of_project` ON `flag_tally` (`project_id`);--> statement-breakpoint
CREATE INDEX `flag_tally_of_model` ON `flag_tally` (`model_id`);--> statement-breakpoint
CREATE TABLE `search_entry` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`subject_id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_entry_subject` ON `search_entry` (`kind`,`subject_id`);--> statement-breakpoint
DROP INDEX `flag_by_time`;--> statement-breakpoint
DROP INDEX `flag_by_state`;--> statement-breakpoint
DROP INDEX `flag_of_model_by_state`;--> statement-breakpoint
ALTER TABLE `flag` ADD `project_id` text DEFAULT '' NOT NULL REFERENCES project(id);--> statement-breakpoint
ALTER TABLE `flag` ADD `waits_for` text DEFAULT 'nothing' NOT NULL;--> statement-breakpoint
ALTER TABLE `flag` ADD `waits_since` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `flag` SET
	`project_id` = (SELECT `project_id` FROM `model` WHERE `model`.`id` = `flag`.`model_id`),
	`waits_for` = CASE `state`
		WHEN 'open' THEN 'answer' WHEN 'broke-again' THEN 'answer' WHEN 'accepted' THEN 'fix'
		WHEN 'needs-info' THEN 'info' WHEN 'looks-fixed' THEN 'yes' ELSE 'nothing' END,
	`waits_since` = `updated_at`;
--> statement-breakpoint
CREATE INDEX `flag_in_project` ON `flag` (`project_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `flag_facets_in_project` ON `flag` (`project_id`,`state`,`waits_for`,`kind`,`severity`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `flag_facets_of_model` ON `flag` (`model_id`,`state`,`waits_for`,`kind`,`severity`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `flag_of_reporter` ON `flag` (`reporter_kind`,`reporter_id`,`created_at`,`id`);--> statement-breakpoint
ALTER TABLE `flag_message` ADD `event_id` text;--> statement-breakpoint
CREATE INDEX `event_by_project` ON `event` (`project_id`,`kind`,`seq`);--> statement-breakpoint
CREATE INDEX `run_by_person` ON `run` (`version_id`,`actor_kind`,`actor_id`,`created_at`);