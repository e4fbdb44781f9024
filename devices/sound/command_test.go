//go:build !windows

package sound

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// put puts a program on a PATH of its own.
func put(t *testing.T, name, script string) {
	t.Helper()
	folder := t.TempDir()
	t.Setenv("PATH", folder+":/bin:/usr/bin")
	require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script), 0o755))
}

func TestAProgramPlaysWhatItGets(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.wav")
	put(t, "pw-play", `cat > "`+out+`"`)
	player, _ := Find(t.Context())
	require.NoError(t, player.Play(t.Context(), []byte("RIFF")))
	played, err := os.ReadFile(out)
	require.NoError(t, err)
	require.Equal(t, "RIFF", string(played))
}

func TestWhatTheProgramSaysIsInTheError(t *testing.T) {
	put(t, "pw-play", "echo no loudspeaker >&2; exit 1")
	player, _ := Find(t.Context())
	require.ErrorContains(t, player.Play(t.Context(), nil), "no loudspeaker")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, player.Play(ended, nil), context.Canceled)
}

func TestTheSystemsVoiceIsTakenWhereItSpeaksMandarin(t *testing.T) {
	put(t, "spd-say", `case "$1" in --list-synthesis-voices) echo "NAME LANGUAGE VARIANT"; echo "Chinese-(Mandarin) cmn none";; *) echo "$@" > "$(dirname "$0")/said";; esac`)
	_, speaker := Find(t.Context())
	require.NotNil(t, speaker)
	require.NoError(t, speaker.Speak(t.Context(), "应收四百零三元", 80))
	said, err := os.ReadFile(filepath.Join(filepath.SplitList(os.Getenv("PATH"))[0], "said"))
	require.NoError(t, err)
	require.Contains(t, string(said), "--volume 60 -- 应收四百零三元")

	put(t, "spd-say", `echo "English en none"`)
	_, speaker = Find(t.Context())
	require.Nil(t, speaker)
}
