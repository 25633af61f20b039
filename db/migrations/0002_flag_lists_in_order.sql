DROP INDEX `flag_by_state`;--> statement-breakpoint
CREATE INDEX `flag_by_time` ON `flag` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `flag_of_model` ON `flag` (`model_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `flag_of_model_by_state` ON `flag` (`model_id`,`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `flag_by_state` ON `flag` (`state`,`created_at`,`id`);