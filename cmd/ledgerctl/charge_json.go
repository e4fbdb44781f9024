package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"

	"shouqi/ledger/store"
)

// ruleBytesMax bounds a rule or the facts of a room that a person hands in.
const ruleBytesMax = 64 << 10

// ruleExample and factsExample are short ones of what a person may hand in, for what is refused.
const (
	ruleExample  = `{"lines":[{"measure":"area","price":"2.85"}]}`
	factsExample = `{"area":"98.30","usage":{"水":"12"}}`
)

// readJSON reads a value from a file, from standard input behind the PINs ("-") or from the flag itself ({…}). Names that
// the type does not have are refused: a misspelt one would silently be nothing. The refusals are ctl.json_open for what cannot be
// read, ctl.json_size, ctl.json_name with the misspelt name, ctl.json_kind with the place of a value of the wrong kind, and
// ctl.json_syntax with the line and the character; each says the example.
func readJSON(d *desk, from, example string, into any) error {
	var text []byte
	var err error
	name := from
	switch {
	case strings.HasPrefix(strings.TrimSpace(from), "{"):
		text, name = []byte(from), "{…}"
	case from == "-":
		text, err = io.ReadAll(io.LimitReader(d.typed, ruleBytesMax+1))
	default:
		text, err = readRuleFile(from)
	}
	if err != nil {
		return store.Fail(codeJSONOpen, err, name, example)
	}
	if len(text) > ruleBytesMax {
		return store.Refuse(codeJSONSize, name, ruleBytesMax>>10)
	}
	text = plainText(text)
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return jsonRefusal(name, example, text, err)
	}
	end := decoder.InputOffset()
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) { // what stands behind it would silently be nothing
		line, column := placeIn(text, end+1)
		return store.Fail(codeJSONSyntax, err, name, line, column, example)
	}
	return nil
}

// jsonRefusal says what is wrong with JSON. The library has no type for a name that there is not, so its message is read.
func jsonRefusal(name, example string, text []byte, err error) error {
	if field, found := strings.CutPrefix(err.Error(), "json: unknown field "); found {
		return store.Fail(codeJSONName, err, name, strings.Trim(field, `"`), example)
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return store.Fail(codeJSONKind, err, name, kindPlace(kind.Field), kindsWritten[kind.Value], kindWanted(kind.Type), example)
	}
	offset := int64(len(text))
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	}
	line, column := placeIn(text, offset)
	return store.Fail(codeJSONSyntax, err, name, line, column, example)
}

// kindPlace names where a value stands; the whole has no name.
func kindPlace(field string) string {
	if field == "" {
		return "最外面"
	}
	return field
}

// kindsWritten are the kinds of JSON values as people say them.
var kindsWritten = map[string]string{"number": "没有引号的数", "string": "带引号的文字", "object": "花括号 {…}", "array": "方括号 […]", "bool": "true 或 false"}

// kindWanted says how a value of a type is written.
func kindWanted(of reflect.Type) string {
	switch of.Kind() {
	case reflect.String:
		return "带引号的文字，数也要带引号，如 \"2.85\""
	case reflect.Slice, reflect.Array:
		return "方括号 […]，一个也要"
	case reflect.Struct, reflect.Map:
		return "花括号 {…}"
	case reflect.Bool:
		return "true 或 false，不带引号"
	}
	return "没有引号的整数，如 30"
}

// placeIn returns the line and the character of a byte, both from 1.
func placeIn(text []byte, offset int64) (line, column int) {
	before := text[:max(0, min(offset-1, int64(len(text))))]
	last := bytes.LastIndexByte(before, '\n')
	return 1 + bytes.Count(before, []byte("\n")), 1 + len([]rune(string(before[last+1:])))
}

func readRuleFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, ruleBytesMax+1))
}
