package assets

import (
	"embed"
	"encoding/json"
	"fmt"
	"sync"
)

// Languages of the texts. Chinese is the whole catalogue; English follows it key by key.
const (
	Chinese = "zh-Hans"
	English = "en"
)

//go:embed text/*.json
var textFiles embed.FS

// catalogues are read once, on first use: language → key → sentence.
var catalogues = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, lang := range []string{Chinese, English} {
		catalogue, err := readCatalogue(lang)
		if err != nil {
			// The files are part of the program and a test reads them: this is a broken build.
			panic(err)
		}
		all[lang] = catalogue
	}
	return all
})

// Text returns the sentence of key in lang (Chinese or English), filled with args by the verbs
// of package fmt. A key missing in lang falls back to Chinese, and a key missing there to the
// key itself, so that a screen always says something.
func Text(lang, key string, args ...any) string {
	sentence, found := catalogues()[lang][key]
	if !found {
		sentence, found = catalogues()[Chinese][key]
	}
	if !found {
		return key
	}
	if len(args) == 0 {
		return sentence
	}
	return fmt.Sprintf(sentence, args...)
}

// readCatalogue reads one language's flat JSON object of key → sentence.
func readCatalogue(lang string) (map[string]string, error) {
	name := "text/" + lang + ".json"
	data, err := textFiles.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("assets: read %s: %w", name, err)
	}
	var catalogue map[string]string
	if err := json.Unmarshal(data, &catalogue); err != nil {
		return nil, fmt.Errorf("assets: decode %s: %w", name, err)
	}
	return catalogue, nil
}
