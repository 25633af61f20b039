CREATE TABLE `membership` (
	`person_id` text NOT NULL,
	`project_id` text NOT NULL,
	`roles` text NOT NULL,
	`teams` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `project_id`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `one_time_link` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`purpose` text NOT NULL,
	`person_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `one_time_link_secretHash_unique` ON `one_time_link` (`secret_hash`);--> statement-breakpoint
CREATE TABLE `person` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`password_hash` text,
	`is_admin` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`deactivated_at` integer,
	`erased_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_email_unique` ON `person` (`email`);--> statement-breakpoint
CREATE TABLE `project` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`is_sample` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`archived_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `project_slug_unique` ON `project` (`slug`);--> statement-breakpoint
CREATE TABLE `session` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `session_by_person` ON `session` (`person_id`);--> statement-breakpoint
CREATE TABLE `token` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`name` text NOT NULL,
	`project_id` text NOT NULL,
	`roles` text NOT NULL,
	`made_by` text,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`made_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `token_secretHash_unique` ON `token` (`secret_hash`);--> statement-breakpoint
CREATE TABLE `ask` (
	`model_id` text PRIMARY KEY NOT NULL,
	`by` text NOT NULL,
	`sentence` text NOT NULL,
	`good` text NOT NULL,
	`decision` text NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`model_id`) REFERENCES `model`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `description` (
	`id` text PRIMARY KEY NOT NULL,
	`version_id` text NOT NULL,
	`revision` integer NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by_kind` text NOT NULL,
	`created_by_id` text NOT NULL,
	FOREIGN KEY (`version_id`) REFERENCES `version`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `description_revision` ON `description` (`version_id`,`revision`);--> statement-breakpoint
CREATE TABLE `model` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`title` text NOT NULL,
	`project_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `model_name_unique` ON `model` (`name`);--> statement-breakpoint
CREATE TABLE `upload` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`model_name` text NOT NULL,
	`state` text NOT NULL,
	`code` text,
	`digest` text,
	`version_id` text,
	`received_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `project`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`version_id`) REFERENCES `version`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `upload_by_state` ON `upload` (`state`);--> statement-breakpoint
CREATE TABLE `version` (
	`id` text PRIMARY KEY NOT NULL,
	`model_id` text NOT NULL,
	`number` integer NOT NULL,
	`digest` text NOT NULL,
	`state` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`received_at` integer NOT NULL,
	`ready_at` integer NOT NULL,
	`announced_at` integer,
	`retired_at` integer,
	`published_by_kind` text NOT NULL,
	`published_by_id` text NOT NULL,
	`facts` text NOT NULL,
	`report` text NOT NULL,
	`notices` text NOT NULL,
	`timings` text NOT NULL,
	`fixes` text NOT NULL,
	`is_hotfix` integer NOT NULL,
	FOREIGN KEY (`model_id`) REFERENCES `model`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `version_number` ON `version` (`model_id`,`number`);--> statement-breakpoint
CREATE INDEX `version_digest` ON `version` (`model_id`,`digest`);--> statement-breakpoint
CREATE TABLE `version_file` (
	`version_id` text NOT NULL,
	`path` text NOT NULL,
	`sha256` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`version_id`, `role`, `path`),
	FOREIGN KEY (`version_id`) REFERENCES `version`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `flag` (
	`id` text PRIMARY KEY NOT NULL,
	`model_id` text NOT NULL,
	`version_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`severity` text NOT NULL,
	`note` text NOT NULL,
	`state` text NOT NULL,
	`state_reason` text,
	`state_version` integer,
	`duplicate_of` text,
	`reporter_kind` text NOT NULL,
	`reporter_id` text NOT NULL,
	`idempotency_key` text,
	`request_hash` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`model_id`) REFERENCES `model`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`version_id`) REFERENCES `version`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `flag_number` ON `flag` (`model_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `flag_idempotency` ON `flag` (`reporter_kind`,`reporter_id`,`idempotency_key`);--> statement-breakpoint
CREATE INDEX `flag_by_state` ON `flag` (`model_id`,`state`);--> statement-breakpoint
CREATE TABLE `flag_message` (
	`id` text PRIMARY KEY NOT NULL,
	`flag_id` text NOT NULL,
	`body` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`flag_id`) REFERENCES `flag`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `flag_message_by_flag` ON `flag_message` (`flag_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `flag_run` (
	`flag_id` text NOT NULL,
	`run_id` text NOT NULL,
	`part` text NOT NULL,
	PRIMARY KEY(`flag_id`, `run_id`),
	FOREIGN KEY (`flag_id`) REFERENCES `flag`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`run_id`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `flag_run_by_run` ON `flag_run` (`run_id`);--> statement-breakpoint
CREATE TABLE `verdict` (
	`id` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`value` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `verdict_by_run` ON `verdict` (`run_id`);--> statement-breakpoint
CREATE TABLE `job` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`payload` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`max_attempts` integer NOT NULL,
	`run_after` integer NOT NULL,
	`lease_owner` text,
	`lease_until` integer,
	`last_error` text,
	`created_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `job_idempotencyKey_unique` ON `job` (`idempotency_key`);--> statement-breakpoint
CREATE INDEX `job_due` ON `job` (`state`,`run_after`);--> statement-breakpoint
CREATE TABLE `event` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`project_id` text,
	`model_id` text,
	`version_id` text,
	`subject_type` text NOT NULL,
	`subject_id` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`payload` text NOT NULL,
	`prev_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `event_id_unique` ON `event` (`id`);--> statement-breakpoint
CREATE INDEX `event_by_model` ON `event` (`model_id`,`kind`);--> statement-breakpoint
CREATE INDEX `event_by_version` ON `event` (`version_id`,`kind`);--> statement-breakpoint
CREATE INDEX `event_by_subject` ON `event` (`subject_id`);--> statement-breakpoint
CREATE TABLE `run` (
	`id` text PRIMARY KEY NOT NULL,
	`model_id` text NOT NULL,
	`version_id` text NOT NULL,
	`description_id` text NOT NULL,
	`inputs` text,
	`answer` text NOT NULL,
	`took_ms` integer NOT NULL,
	`content_hash` text NOT NULL,
	`source` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`model_id`) REFERENCES `model`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`version_id`) REFERENCES `version`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`description_id`) REFERENCES `description`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `run_by_version` ON `run` (`version_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `run_by_content` ON `run` (`content_hash`);