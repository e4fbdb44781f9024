package cmd_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// said is one Chinese sentence that people read: where it stands and what it says.
type said struct{ place, text string }

// TestEveryTextUsesTheWordsOfTheGlossary holds one word for one thing, the same on screen, paper, sheet and command line: a
// word that stands for a term of the glossary in its place fails, with the term to use.
func TestEveryTextUsesTheWordsOfTheGlossary(t *testing.T) {
	sentences := everySentence(t)
	require.Greater(t, len(sentences), 3000, "the texts were not found")
	for _, one := range sentences {
		for _, entry := range glossary {
			for _, found := range entry.wrongIn(one) {
				t.Errorf("%s says %q in %q: the word is %s", one.place, found, one.text, entry.term)
			}
		}
	}
}

func TestTheGlossaryFindsAWordInsideASentenceAndLeavesItsCompounds(t *testing.T) {
	find := func(place, text string) (terms []string) {
		for _, entry := range glossary {
			if len(entry.wrongIn(said{place, text})) > 0 {
				terms = append(terms, entry.term)
			}
		}
		return terms
	}
	require.Equal(t, []string{"批准人"}, find("error.x", "要第二个人输入密码"))
	require.Equal(t, []string{"预存款"}, find("desk.x", "存为预存，下次用"))
	require.Empty(t, find("desk.x", "存入预存款，代收代付，本公司收入，会计科目，计费依据，交易单号"))
	require.Equal(t, []string{"预存款"}, find("desk.x", "预存款和预存"), "a compound excuses only itself")
	require.Equal(t, []string{"不能导入 / 暂不导入"}, find("readings.x", "不收 4 条"))
	require.Empty(t, find("charges.x", "按标准不收"))
	require.Equal(t, []string{"您"}, find("README.md:1", "先给你看"))
}

// entry is a term of the glossary, the words that are not to stand for it, and the compounds in which they are another word.
type entry struct {
	term    string
	not     []string
	but     []string // compounds that hold a word of not and are right
	only    []string // beginnings of the places where the words are wrong; empty is everywhere
	besides []string // beginnings of the places where they are right
}

// wrongIn returns the words of a sentence that stand for the term.
func (e entry) wrongIn(one said) (found []string) {
	begins := func(prefix string) bool { return strings.HasPrefix(one.place, prefix) }
	if len(e.only) > 0 && !slices.ContainsFunc(e.only, begins) || slices.ContainsFunc(e.besides, begins) {
		return nil
	}
	text := one.text
	for _, compound := range e.but {
		text = strings.ReplaceAll(text, compound, "\x00")
	}
	for _, word := range e.not {
		if strings.Contains(text, word) {
			found = append(found, word)
		}
	}
	return found
}

// everySentence gathers what people read in Chinese: the texts of the screens, the templates and parking plans, the README
// and what the code itself writes, the help of the command lines included.
func everySentence(t *testing.T) (all []said) {
	for key, text := range chineseTexts(t) {
		all = append(all, said{key, text})
	}
	for _, folder := range []string{"assets/tariffs", "assets/parking"} {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.json"))
		require.NoError(t, err)
		for _, path := range files {
			content, err := os.ReadFile(path)
			require.NoError(t, err)
			var plan any
			require.NoError(t, json.Unmarshal(content, &plan), path)
			all = append(all, insideJSON(folder+"/"+filepath.Base(path), plan)...)
		}
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	for i, line := range bytes.Split(readme, []byte("\n")) {
		all = appendChinese(all, fmt.Sprintf("README.md:%d", i+1), string(line))
	}
	walkGo(t, root, func(path string, content []byte) {
		name := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
		if !strings.HasSuffix(name, "_test.go") && !slices.Contains(readsOthers, name) {
			all = append(all, insideGo(t, name, content)...)
		}
	})
	slices.SortFunc(all, func(a, b said) int { return strings.Compare(a.place+a.text, b.place+b.text) })
	return all
}

func chineseTexts(t *testing.T) (texts map[string]string) {
	content, err := os.ReadFile(filepath.Join(root, "assets", "text", "zh-Hans.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(content, &texts))
	return texts
}

func insideJSON(place string, value any) (all []said) {
	switch value := value.(type) {
	case string:
		return appendChinese(nil, place, value)
	case []any:
		for _, one := range value {
			all = append(all, insideJSON(place, one)...)
		}
	case map[string]any:
		for key, one := range value {
			all = append(appendChinese(all, place, key), insideJSON(place, one)...)
		}
	}
	return all
}

func insideGo(t *testing.T, name string, content []byte) (all []said) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, content, parser.SkipObjectResolution)
	require.NoError(t, err)
	ast.Inspect(file, func(node ast.Node) bool {
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		require.NoError(t, err)
		all = appendChinese(all, fmt.Sprintf("%s:%d", name, files.Position(literal.Pos()).Line), text)
		return true
	})
	return all
}

func appendChinese(all []said, place, text string) []said {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		all = append(all, said{place, text})
	}
	return all
}

// TestNoSentenceAsksForAButtonThatIsNotThere holds that what a sentence sets in quotes is written on a button, a field or a
// page, in the same words.
func TestNoSentenceAsksForAButtonThatIsNotThere(t *testing.T) {
	texts := chineseTexts(t)
	var labels []string
	for _, text := range texts {
		labels = append(labels, text)
	}
	quoted := regexp.MustCompile(`“([^“”]+)”|「([^「」]+)」`)
	for key, text := range texts {
		for _, match := range quoted.FindAllStringSubmatch(text, -1) {
			name := match[1] + match[2]
			if strings.Contains(name, "%") || slices.Contains(labels, name) || slices.Contains(noButtons, name) {
				continue
			}
			t.Errorf("%s asks for “%s”, and nothing bears that name: %s", key, name, text)
		}
	}
}

// noButtons are set in quotes as what somebody writes in a file or a template, and are no buttons.
var noButtons = []string{"..", ">", "错的>对的", "张山>张三", "末条号:校验值", "住宅物业费", "物业费", "物业服务合同第九条", "核对"}

// TestNoSentenceAsksForAKeyThatIsNotThere holds that a function key which a text of a screen names is bound by that screen,
// to what the sentence says of it, and that an error, which any screen may show, names none but Enter and Esc.
func TestNoSentenceAsksForAKeyThatIsNotThere(t *testing.T) {
	bound := boundKeys(t)
	named := regexp.MustCompile(`\b(F\d{1,2}|Ctrl [0-9A-Z]\b|Ctrl Shift [A-Z]\b)`)
	for key, text := range chineseTexts(t) {
		room, _, _ := strings.Cut(key, ".")
		for _, match := range named.FindAllString(text, -1) {
			if !bound[folderOf(room)][match] && !bound["shell"][match] && !bound["ui"][match] {
				t.Errorf("%s asks for %s, which its screen does not bind: %s", key, match, text)
			}
		}
	}
}

// folderOf is the package of the screen whose texts begin with room.
func folderOf(room string) string {
	if other, ok := map[string]string{"run": "billing", "note": "desk", "guard": "desk", "steps": "firstrun"}[room]; ok {
		return other
	}
	return room
}

// boundKeys gathers the keys that each package of the window binds.
func boundKeys(t *testing.T) map[string]map[string]bool {
	bound := make(map[string]map[string]bool)
	keys := regexp.MustCompile(`\bfyne\.Key(F\d{1,2})\b|"(F\d{1,2})"|"(Ctrl(?: Shift)? [0-9A-Z])"|fyne\.Key([0-9A-Z])\b`)
	walkGo(t, filepath.Join(root, "cashier", "ui"), func(path string, content []byte) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		room := filepath.Base(filepath.Dir(path))
		if bound[room] == nil {
			bound[room] = make(map[string]bool)
		}
		for _, match := range keys.FindAllSubmatch(content, -1) {
			name := string(match[1]) + string(match[2]) + string(match[3])
			if len(match[4]) > 0 {
				name = "Ctrl " + string(match[4])
			}
			bound[room][name] = true
		}
	})
	require.NotEmpty(t, bound["desk"])
	return bound
}

// TestTheEnglishTextsAreFreeOfIdioms holds the words that read oddly in English, and the refresh key that no screen has.
func TestTheEnglishTextsAreFreeOfIdioms(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root, "assets", "text", "en.json"))
	require.NoError(t, err)
	var texts map[string]string
	require.NoError(t, json.Unmarshal(content, &texts))
	idioms := regexp.MustCompile(`(?i)\b(?:mend(?:ed)?|put (?:money )?(?:by|away)|take (?:all |them )?in\b|taken in\.|take back|taken back|refresh|surely|hangs on|it ties|that are out|second person|commit)\b`)
	for key, text := range texts {
		if found := idioms.FindString(text); found != "" {
			t.Errorf("%s says %q: %s", key, found, text)
		}
	}
}
