package template_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/assets/tariffs"
	"shouqi/cashier/template"
)

// named is what stays Chinese in an English text: the title and the number of a document, and what an estate wrote itself, such as a
// field, in quotes.
var named = regexp.MustCompile(`《[^》]*》(第[^条 ]*条)?|[^ ]*〔[0-9]+〕[0-9]+ 号|“[^”]*”`)

// han reports whether a text has a Chinese character.
func han(text string) bool {
	return slices.ContainsFunc([]rune(text), func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// told are all texts of a template that a screen tells.
func told(t template.Template) []string {
	texts := []string{t.Name, t.Use, t.Source}
	for _, ask := range t.Asks {
		texts = append(texts, ask.Label, ask.Unit)
	}
	for _, example := range t.Examples {
		texts = append(texts, example.Note)
	}
	return texts
}

func TestEveryTemplateReadsInEnglish(t *testing.T) {
	for _, one := range all(t) {
		english := one.In(assets.English)
		for _, text := range append(told(english), template.Words(one.Category, assets.English)) {
			require.NotEmpty(t, text, one.ID)
			require.False(t, han(named.ReplaceAllString(text, "")), "%s: %s", one.ID, text)
		}
		require.Equal(t, one, one.In(assets.Chinese))
		require.Equal(t, one.Rule, english.Rule)
		require.Equal(t, one.Item, english.Item)
		require.True(t, han(one.Use), "the template itself changed")
	}
}

// A phrase of a text that was changed would never be read again.
func TestEveryEnglishPhraseIsOfSomeTemplate(t *testing.T) {
	data, err := tariffs.Files().ReadFile("english/phrases.json")
	require.NoError(t, err)
	var phrases map[string]string
	require.NoError(t, json.Unmarshal(data, &phrases))
	used := map[string]bool{}
	for _, one := range all(t) {
		for _, text := range append(told(one), one.Category) {
			used[text] = true
		}
	}
	for text := range phrases {
		require.True(t, used[text], text)
	}
}
