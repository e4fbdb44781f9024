package witness_test

import (
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
	require.NoError(t, place.Write(v, "device", witness.Note{Seq: 7, Path: path}))
	require.NoError(t, place.Write(v, "other", witness.Note{Seq: 7, Path: "relative.book"}))
	require.NoError(t, place.Write(v, "third", witness.Note{Seq: 7}))
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
