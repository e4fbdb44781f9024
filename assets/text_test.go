package assets

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

var verb = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*\d*(\.\d+)?[a-zA-Z%]`)

func TestBothLanguagesHaveTheSameKeysAndVerbs(t *testing.T) {
	chinese, err := readCatalogue(Chinese)
	require.NoError(t, err)
	english, err := readCatalogue(English)
	require.NoError(t, err)
	for key, sentence := range chinese {
		require.NotEmpty(t, sentence, key)
		require.Contains(t, english, key)
		require.ElementsMatch(t, verb.FindAllString(sentence, -1), verb.FindAllString(english[key], -1), key)
	}
	for key := range english {
		require.Contains(t, chinese, key)
	}
}

func TestNoKeyIsWrittenTwice(t *testing.T) {
	for _, lang := range []string{Chinese, English} {
		data, err := textFiles.ReadFile("text/" + lang + ".json")
		require.NoError(t, err)
		decoder := json.NewDecoder(bytes.NewReader(data))
		seen, isKey := map[string]bool{}, true
		_, err = decoder.Token()
		require.NoError(t, err)
		for decoder.More() {
			token, err := decoder.Token()
			require.NoError(t, err)
			if isKey {
				require.False(t, seen[token.(string)], "%s: %v is written twice", lang, token)
				seen[token.(string)] = true
			}
			isKey = !isKey
		}
	}
}

func TestTextFallsBackToChineseAndThenToTheKey(t *testing.T) {
	require.Equal(t, "收银", Text(Chinese, "nav.desk"))
	require.Equal(t, "Desk", Text(English, "nav.desk"))
	require.Equal(t, "收银", Text("fr", "nav.desk"))
	require.Equal(t, "no.such.key", Text(English, "no.such.key"))
}
