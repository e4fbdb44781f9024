package witness_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

func TestAPlaceRemembersWhereABookLay(t *testing.T) {
	place, v := witness.Place{Folder: filepath.Join(t.TempDir(), "notes"), Machine: "counter"}, vault.Create()
	folder := t.TempDir()
	path := filepath.Join(folder, "estate.book")
	require.False(t, place.Remembers(path), "nothing was noted yet")
	require.NoError(t, noted(place, v, "device", witness.Note{Seq: 7, Path: path}))
	require.NoError(t, noted(place, v, "other", witness.Note{Seq: 7, Path: "relative.book"}))
	require.NoError(t, noted(place, v, "third", witness.Note{Seq: 7}))
	require.NoError(t, os.WriteFile(filepath.Join(place.Folder, "broken.json"), []byte("{"), 0o600))
	require.True(t, place.Remembers(path))
	link := filepath.Join(t.TempDir(), "link")
	require.NoError(t, os.Symlink(folder, link))
	require.True(t, place.Remembers(filepath.Join(link, "estate.book")), "the folder by another name")
	require.False(t, place.Remembers(filepath.Join(folder, "other.book")))
	require.False(t, place.Remembers("relative.book"), "from wherever somebody stood")
	require.False(t, place.Remembers(""))
	require.False(t, witness.Place{}.Remembers(path))
}

// noted writes the note of a device as a program does that has its book open.
func noted(place witness.Place, v *vault.Vault, device string, note witness.Note) error {
	held, err := place.Hold(device)
	if err != nil {
		return err
	}
	return errors.Join(held.Write(v, note), held.Release())
}
