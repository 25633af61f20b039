-- How many flags there are of each combination, kept by the database itself: no writer can forget it.
CREATE TRIGGER `flag_tally_insert` AFTER INSERT ON `flag`
BEGIN
	INSERT INTO `flag_tally` VALUES (new.`project_id`, new.`model_id`, new.`version_id`, new.`state`, new.`waits_for`, new.`kind`, new.`severity`, 1)
	ON CONFLICT DO UPDATE SET `count` = `count` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `flag_tally_update` AFTER UPDATE OF `state`, `waits_for`, `kind`, `severity` ON `flag`
BEGIN
	UPDATE `flag_tally` SET `count` = `count` - 1
	WHERE `version_id` = old.`version_id` AND `state` = old.`state` AND `waits_for` = old.`waits_for`
		AND `kind` = old.`kind` AND `severity` = old.`severity`;
	INSERT INTO `flag_tally` VALUES (new.`project_id`, new.`model_id`, new.`version_id`, new.`state`, new.`waits_for`, new.`kind`, new.`severity`, 1)
	ON CONFLICT DO UPDATE SET `count` = `count` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `flag_tally_delete` AFTER DELETE ON `flag`
BEGIN
	UPDATE `flag_tally` SET `count` = `count` - 1
	WHERE `version_id` = old.`version_id` AND `state` = old.`state` AND `waits_for` = old.`waits_for`
		AND `kind` = old.`kind` AND `severity` = old.`severity`;
END;
--> statement-breakpoint
INSERT INTO `flag_tally`
SELECT `project_id`, `model_id`, `version_id`, `state`, `waits_for`, `kind`, `severity`, count(*) FROM `flag`
GROUP BY `project_id`, `model_id`, `version_id`, `state`, `waits_for`, `kind`, `severity`;
--> statement-breakpoint
-- Words only, no copy of the texts. Every column but `scope` is searched; `scope` says what it is and of which project.
CREATE VIRTUAL TABLE `search_text` USING fts5(
	`scope`, `title`, `body`, content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
);
--> statement-breakpoint
-- What is indexed of each subject. The tokenizer would cut an id in two, so scopes are written without its underscore.
CREATE VIEW `search_words` AS
SELECT `search_entry`.`id`, `search_entry`.`kind`, `search_entry`.`subject_id`,
	'model ' || replace(`model`.`project_id`, '_', '') AS `scope`,
	`model`.`name` || ' ' || `model`.`title` AS `title`,
	coalesce(`ask`.`by` || ' ' || `ask`.`sentence`, '') AS `body`
FROM `search_entry` JOIN `model` ON `model`.`id` = `search_entry`.`subject_id` LEFT JOIN `ask` ON `ask`.`model_id` = `model`.`id`
WHERE `search_entry`.`kind` = 'model'
UNION ALL
SELECT `search_entry`.`id`, `search_entry`.`kind`, `search_entry`.`subject_id`,
	'flag ' || replace(`flag`.`project_id`, '_', ''), 'flag ' || `flag`.`number` || ' ' || `model`.`name`, `flag`.`note`
FROM `search_entry` JOIN `flag` ON `flag`.`id` = `search_entry`.`subject_id` JOIN `model` ON `model`.`id` = `flag`.`model_id`
WHERE `search_entry`.`kind` = 'flag'
UNION ALL
SELECT `search_entry`.`id`, `search_entry`.`kind`, `search_entry`.`subject_id`, 'person', `person`.`name`, ''
FROM `search_entry` JOIN `person` ON `person`.`id` = `search_entry`.`subject_id`
WHERE `search_entry`.`kind` = 'person';
--> statement-breakpoint
CREATE TRIGGER `search_model_insert` AFTER INSERT ON `model`
BEGIN
	INSERT INTO `search_entry` (`kind`, `subject_id`) VALUES ('model', new.`id`);
	INSERT INTO `search_text` (`rowid`, `scope`, `title`, `body`)
	SELECT `id`, `scope`, `title`, `body` FROM `search_words` WHERE `kind` = 'model' AND `subject_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `search_model_update` AFTER UPDATE OF `name`, `title`, `project_id` ON `model`
BEGIN
	DELETE FROM `search_text` WHERE `rowid` = (SELECT `id` FROM `search_entry` WHERE `kind` = 'model' AND `subject_id` = new.`id`);
	INSERT INTO `search_text` (`rowid`, `scope`, `title`, `body`)
	SELECT `id`, `scope`, `title`, `body` FROM `search_words` WHERE `kind` = 'model' AND `subject_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `search_ask_insert` AFTER INSERT ON `ask`
BEGIN
	DELETE FROM `search_text` WHERE `rowid` = (SELECT `id` FROM `search_entry` WHERE `kind` = 'model' AND `subject_id` = new.`model_id`);
	INSERT INTO `search_text` (`rowid`, `scope`, `title`, `body`)
	SELECT `id`, `scope`, `title`, `body` FROM `search_words` WHERE `kind` = 'model' AND `subject_id` = new.`model_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `search_ask_update` AFTER UPDATE ON `ask`
BEGIN
	DELETE FROM `search_text` WHERE `rowid` = (SELECT `id` FROM `search_entry` WHERE `kind` = 'model' AND `subject_id` = new.`model_id`);
	INSERT INTO `search_text` (`rowid`, `scope`, `title`, `body`)
	SELECT `id`, `scope`, `title`, `body` FROM `search_words` WHERE `kind` = 'model' AND `subject_id` = new.`model_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `search_flag_insert` AFTER INSERT ON `flag`
BEGIN
	INSERT INTO `search_entry` (`kind`, `subject_id`) VALUES ('flag', new.`id`);
	INSERT INTO `search_text` (`rowid`, `scope`, `title`, `body`)
	SELECT `id`, `scope`, `title`, `body` FROM `search_words` WHERE `kind` = 'flag' AND `subject_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `search_flag_update` AFTER UPDATE OF `note`, `number`, `project_id` ON `flag`
BEGIN
	DELETE FROM `search_text` WHERE `rowid` = (SELECT `id` FROM `search_entry` WHERE `kind` = 'flag' AND `subject_id` = new.`id`);
	INSERT INTO `search_text` (`rowid`, `scope`, `title`, `body`)
	SELECT `id`, `scope`, `title`, `body` FROM `search_words` WHERE `kind` = 'flag' AND `subject_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `search_person_insert` AFTER INSERT ON `person`
BEGIN
	INSERT INTO `search_entry` (`kind`, `subject_id`) VALUES ('person', new.`id`);
	INSERT INTO `search_text` (`rowid`, `scope`, `title`, `body`)
	SELECT `id`, `scope`, `title`, `body` FROM `search_words` WHERE `kind` = 'person' AND `subject_id` = new.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `search_person_update` AFTER UPDATE OF `name` ON `person`
BEGIN
	DELETE FROM `search_text` WHERE `rowid` = (SELECT `id` FROM `search_entry` WHERE `kind` = 'person' AND `subject_id` = new.`id`);
	INSERT INTO `search_text` (`rowid`, `scope`, `title`, `body`)
	SELECT `id`, `scope`, `title`, `body` FROM `search_words` WHERE `kind` = 'person' AND `subject_id` = new.`id`;
END;
--> statement-breakpoint
INSERT INTO `search_entry` (`kind`, `subject_id`) SELECT 'model', `id` FROM `model` ORDER BY `created_at`;
--> statement-breakpoint
INSERT INTO `search_entry` (`kind`, `subject_id`) SELECT 'person', `id` FROM `person` ORDER BY `created_at`;
--> statement-breakpoint
-- In the order they were opened: what is found is listed from the newest on.
INSERT INTO `search_entry` (`kind`, `subject_id`) SELECT 'flag', `id` FROM `flag` ORDER BY `created_at`, `number`;
--> statement-breakpoint
INSERT INTO `search_text` (`rowid`, `scope`, `title`, `body`) SELECT `id`, `scope`, `title`, `body` FROM `search_words`;
