package demo_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/demo"
	"shouqi/ledger/estate"
)

// examples are what the README's first day and the screens tell people to type at the desk of a demo book.
func examples(t *testing.T) []string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, desk, found := strings.Cut(string(readme), "At the desk type ")
	require.True(t, found, "the README says what to type")
	desk, _, _ = strings.Cut(desk, "Enter;")
	var all []string
	for _, typed := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(desk, -1) {
		all = append(all, typed[1])
	}
	require.Len(t, all, 5, "room twice, initials, phone, plate")
	room := regexp.MustCompile(`[0-9]+-[0-9]+-[0-9]+|[0-9]{7}`)
	for _, key := range []string{"desk.way.room.example", "charges.help.rooms", "charges.help.tryRoom"} {
		rooms := room.FindAllString(assets.Text(assets.Chinese, key), -1)
		require.NotEmpty(t, rooms, key)
		all = append(all, rooms...)
	}
	for _, key := range []string{"desk.way.pinyin.example", "desk.way.phone.example", "desk.way.plate.example"} {
		all = append(all, assets.Text(assets.Chinese, key))
	}
	return all
}

// Whoever types an example finds somebody, in a demo of any seed and of any size but the one without rooms.
func TestEveryExampleFindsSomebodyInTheDemo(t *testing.T) {
	typed := examples(t)
	for _, options := range []demo.Options{{Rooms: 600, Seed: 1}, {Rooms: 600, Seed: 99}, {Rooms: 60, Seed: 1}, {Rooms: 60, Seed: 5}, {Rooms: 300, Seed: 3},
		{Rooms: 1200, Seed: 8}, {Rooms: 2, Seed: 4}} {
		options.Today = today
		book, _ := made(t, options)
		var finder estate.Finder
		require.NoError(t, finder.Load(t.Context(), book.Store, book.Vault, book.Journal.Now()))
		for _, text := range typed {
			require.NotEmpty(t, finder.Find(text, 10).Hits, "%s in %d rooms of seed %d", text, options.Rooms, options.Seed)
		}
		require.Len(t, finder.Find("3-2-1201", 10).Hits, 1)
		require.Contains(t, rooms(finder.Find("6621", 10)), "3-2-1201")
		require.Contains(t, rooms(finder.Find("3K51", 10)), "3-2-1201")
	}
}

func rooms(found estate.Found) (codes []string) {
	for _, hit := range found.Hits {
		codes = append(codes, hit.Code)
	}
	return codes
}
