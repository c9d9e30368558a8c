-- Roles with the least privileges. Run as a superuser in the hub's database: before the first migration, and again after
-- every migration. Running it again changes nothing that is right.
--
--   hub_migrate  owns the tables; `hub migrate` connects as it, nobody else
--   hub_app      the running hub: reads everything, appends to everything, changes only the state tables named below and
--                the stored form of messages (it erases them when their retention is over); it can neither truncate,
--                create nor alter, and never touches what was logged
--
-- Passwords are set apart from this file (\password in psql), so that it can be read by everybody.

DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['hub_migrate', 'hub_app'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', role);
    END IF;
    EXECUTE format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role);
  END LOOP;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC, hub_app, hub_migrate', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO hub_app, hub_migrate', current_database());
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC, hub_app;
GRANT USAGE, CREATE ON SCHEMA public TO hub_migrate;
GRANT USAGE ON SCHEMA public TO hub_app;

DO $$
DECLARE
  -- Tables whose rows change. Every other table, also one that a later migration makes, is only ever appended to.
  changing CONSTANT text[] := ARRAY[
    'absence', 'account', 'account_invitation', 'account_secret', 'agreement_proposal', 'announcement', 'attachment', 'attachment_opened', 'calendar_feed', 'case_assignment',
    'case_registration', 'console_secret', 'console_session', 'delivery', 'draft', 'erasure_journal', 'gateway_sync', 'head', 'health_alert', 'health_notice', 'inbox_head', 'key_end', 'key_report', 'key_request', 'legal_hold', 'log_head', 'log_release',
    'passkey', 'projection', 'saved_filter', 'signing_key', 'summary_reminder', 'sync_run'];
  -- Tables whose rows go again: attachments and tokens of what was erased, what processes reported, keys that are in use after all;
  -- in the console holds, invitations, passkeys and sessions that ended.
  deleting CONSTANT text[] := ARRAY[
    'account_invitation', 'attachment', 'blind_index', 'case_hold', 'console_session', 'key_end', 'key_report', 'passkey', 'passkey_answered',
    'saved_filter'];
  -- Tables of projections: made anew from the log at any time.
  projected CONSTANT text[] := ARRAY[
    'amnesty_act', 'attachment_about', 'attachment_use', 'ban_case', 'ban_list_state', 'ban_revision', 'case_desk',
    'case_event', 'council_record', 'search_record', 'situation_report', 'summary', 'traffic',
    'traffic_span'];
  -- Tables that the application only reads.
  reading CONSTANT text[] := ARRAY['schema_migration'];
  name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('REVOKE ALL ON TABLE public.%I FROM PUBLIC, hub_app', name);
    EXECUTE format('GRANT SELECT ON TABLE public.%I TO hub_app', name);
    IF name <> ALL (reading) THEN
      EXECUTE format('GRANT INSERT ON TABLE public.%I TO hub_app', name);
    END IF;
    IF name = ANY (changing || projected) THEN
      EXECUTE format('GRANT UPDATE ON TABLE public.%I TO hub_app', name);
    END IF;
    IF name = ANY (deleting || projected) THEN
      EXECUTE format('GRANT DELETE ON TABLE public.%I TO hub_app', name);
    END IF;
  END LOOP;
  -- Erasing a message, and wrapping its data key anew, is the hub's own work; what names the message never changes.
  IF to_regclass('public.message') IS NOT NULL THEN
    GRANT UPDATE (key, wrapped, body) ON TABLE public.message TO hub_app;
  END IF;
END
$$;
