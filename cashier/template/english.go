package template

import (
	"fmt"
	"slices"
	"sync"

	"shouqi/assets"
	"shouqi/assets/tariffs"
)

// phrases are the texts of all templates in English, by the Chinese ones. They are read once, on first use.
var phrases = sync.OnceValues(readPhrases)

func readPhrases() (map[string]string, error) {
	data, err := tariffs.Files().ReadFile("english/phrases.json")
	if err != nil {
		return nil, fmt.Errorf("template: read phrases: %w", err)
	}
	english := map[string]string{}
	if err := decode(data, &english); err != nil {
		return nil, fmt.Errorf("template: decode phrases: %w", err)
	}
	return english, nil
}

// Words returns a text of the templates, such as a category, in a language. One that has no English, such as a number with its
// unit, reads alike in both.
func Words(text, lang string) string {
	if lang != assets.English {
		return text
	}
	if english, err := phrases(); err == nil && english[text] != "" {
		return english[text]
	}
	return text
}

// In returns the template as a screen of a language tells it: its name, when to take it, what it asks, its source and its
// examples. The rule and the item stay as they are, because they go into the book and onto papers, which are Chinese; so does the
// category, by which the shelves go.
func (t Template) In(lang string) Template {
	if lang != assets.English {
		return t
	}
	t.Name, t.Use, t.Source = t.English, Words(t.Use, lang), Words(t.Source, lang)
	t.Asks = slices.Clone(t.Asks)
	for i, ask := range t.Asks {
		t.Asks[i].Label, t.Asks[i].Unit = Words(ask.Label, lang), Words(ask.Unit, lang)
	}
	t.Examples = slices.Clone(t.Examples)
	for i, example := range t.Examples {
		t.Examples[i].Note = Words(example.Note, lang)
	}
	return t
}
