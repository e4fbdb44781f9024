package store

// Setting returns one of this machine's settings, "" for one that was never set. Settings are local: they decide
// nothing about money, stand in no event and are not made again by a replay.
func Setting(tx *Tx, name string) (value string, err error) {
	_, err = tx.Get("SELECT value FROM local_settings WHERE name = ?", []any{name}, &value)
	return value, err
}

// SetSetting writes one of this machine's settings.
func SetSetting(tx *Tx, name, value string) error {
	_, err := tx.Exec("INSERT INTO local_settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}
