CREATE TABLE `run_file` (
	`sha256` text NOT NULL,
	`run_id` text NOT NULL,
	PRIMARY KEY(`sha256`, `run_id`),
	FOREIGN KEY (`run_id`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `uploaded_file` (
	`sha256` text NOT NULL,
	`model_id` text NOT NULL,
	`media_type` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`used_at` integer NOT NULL,
	PRIMARY KEY(`sha256`, `model_id`),
	FOREIGN KEY (`model_id`) REFERENCES `model`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `uploaded_file_by_use` ON `uploaded_file` (`used_at`);