package ui_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/ui"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/voice"
	"shouqi/devices/sound"
)

// ears hear what is spoken, as the system's own voice says it.
type ears struct{ said chan string }

func (e ears) Speak(_ context.Context, text string, _ int) error {
	e.said <- text
	return nil
}

// The owner hears what is due, what was taken and what comes back; nothing once the voice is off.
func TestTheOwnerHearsThePayment(t *testing.T) {
	counter := uitest.NewCounter(t)
	require.NoError(t, counter.Close())
	clock, heard := counter.Clock, ears{make(chan string, 8)}
	r := start(t, ui.Options{Book: counter.Book.Store.Path(), Now: func() time.Time { return clock }, Sound: func(context.Context) (sound.Player, sound.Speaker) { return nil, heard }})
	r.Enter("101", uitest.CashierPIN)
	room := r.app.Counter().Voice
	require.True(t, room.CanSpeak())
	require.NoError(t, room.Change(t.Context(), voice.Settings{On: true, Volume: 80}))
	r.Type("3-2-1201")
	r.Press(fyne.KeyReturn)
	r.let()
	require.Equal(t, "应收一千零四十五元四角", <-heard.said)
	r.Enter("1100")
	r.let()
	require.Equal(t, "收您一千一百元，找您五十四元六角", <-heard.said)
	require.NoError(t, room.Change(t.Context(), voice.Settings{Volume: 80}))
	r.Type("3-2-1202")
	r.Press(fyne.KeyReturn)
	r.let()
	require.Empty(t, heard.said)
}

func TestAFolderOfOwnWordsIsKeptOnlyWhole(t *testing.T) {
	counter := uitest.NewCounter(t)
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, assets.Voice()))
	room := counter.Voice
	require.NoError(t, room.Load(t.Context(), nil, nil))
	require.NoError(t, room.Change(t.Context(), voice.Settings{On: true, Volume: 50, Folder: folder}))
	require.NoError(t, os.Remove(filepath.Join(folder, "7.wav")))
	require.Error(t, room.Change(t.Context(), voice.Settings{On: true, Volume: 60, Folder: folder}))
	require.NoError(t, room.Load(t.Context(), nil, nil))
	set, unread := room.Settings()
	require.Equal(t, 50, set.Volume)
	require.Error(t, unread)
}
