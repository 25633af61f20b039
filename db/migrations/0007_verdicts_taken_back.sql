ALTER TABLE `verdict` ADD `flag_id` text REFERENCES flag(id);--> statement-breakpoint
ALTER TABLE `verdict` ADD `withdrawn_at` integer;