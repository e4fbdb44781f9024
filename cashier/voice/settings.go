package voice

import (
	"context"
	"os"
	"path/filepath"

	"shouqi/assets"
	"shouqi/devices/sound"
	"shouqi/ledger/store"
)

// CodeFolder says that a folder of recordings cannot be used; the file and what is wrong with it stand in the cause.
const CodeFolder = "voice.folder"

// settingName is where the settings are kept.
const settingName = "voice"

// Settings are this machine's. The zero value speaks nothing.
type Settings struct {
	On bool `json:"on"`
	// Volume is from 1 to 100.
	Volume int `json:"volume"`
	// Folder is where the company's own recordings are, "" for none.
	Folder string `json:"folder,omitempty"`
}

// Load takes what the machine has to speak with, nil for what it has not, and reads what is set. A folder that cannot be used any more does not
// keep the counter from opening: Settings says so, and the words that come with the program are spoken.
func (v *Voice) Load(ctx context.Context, player sound.Player, speaker sound.Speaker) error {
	v.player, v.speaker = player, speaker
	read := Settings{Volume: 80}
	if err := v.session.LocalValue(ctx, settingName, &read); err != nil {
		return err
	}
	var err error
	if v.words, err = ReadRecordings(assets.Voice()); err != nil {
		return store.Fail(store.CodeInternal, err)
	}
	own, unread := readOwn(read.Folder)
	v.set(read, own, unread)
	return nil
}

// readOwn reads the recordings of a folder, none for no folder. Errors: voice.folder.
func readOwn(folder string) (Recordings, error) {
	if folder == "" {
		return nil, nil
	}
	own, err := ReadRecordings(os.DirFS(filepath.Clean(folder)))
	if err != nil {
		return nil, store.Fail(CodeFolder, err, folder)
	}
	return own, nil
}

// Settings returns what is set, and why the folder cannot be used, nil where it can.
func (v *Voice) Settings() (Settings, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.settings, v.unread
}

// CanSpeak reports whether the machine has anything to speak with.
func (v *Voice) CanSpeak() bool { return v.player != nil || v.speaker != nil }

// Change sets and keeps settings for this machine. Errors: voice.folder; then nothing is changed.
func (v *Voice) Change(ctx context.Context, settings Settings) error {
	own, err := readOwn(settings.Folder)
	if err != nil {
		return err
	}
	if err := v.session.SetLocalValue(ctx, settingName, settings); err != nil {
		return err
	}
	v.set(settings, own, nil)
	return nil
}

func (v *Voice) set(settings Settings, own Recordings, unread error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.settings, v.own, v.unread = settings, own, unread
	if !settings.On {
		v.queue = nil
		v.quiet()
	}
}
