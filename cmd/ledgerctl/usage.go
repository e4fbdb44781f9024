package main

import (
	"regexp"

	"shouqi/ledger/store"
)

// usageWords says the complaints of the command line's reader as the counter speaks. The reader has no other form for them
// than its English sentences; one that is not here is said without its detail.
var usageWords = []struct {
	complaint *regexp.Regexp
	words     string
}{
	{regexp.MustCompile(`^unexpected argument (.+), did you mean (?:one of )?(.+)\?$`), "没有 $1 这个命令，是不是 $2"},
	{regexp.MustCompile(`^unexpected argument (.+)$`), "多写了 $1"},
	{regexp.MustCompile(`^unknown flag (.+), did you mean (?:one of )?(.+)\?$`), "没有 $1 这个选项，是不是 $2"},
	{regexp.MustCompile(`^unknown flag (.+)$`), "没有 $1 这个选项"},
	{regexp.MustCompile(`^missing flags: (.+)$`), "还要写 $1"},
	{regexp.MustCompile(`^missing positional arguments (.+)$`), "还要写 $1"},
	{regexp.MustCompile(`^expected one of (.+)$`), "后面还要写 $1 中的一个"},
	{regexp.MustCompile(`^expected ("[^"]+".*)$`), "后面还要写 $1"},
	{regexp.MustCompile(`^(--\S+?)(?:=\S+)?: (?:expected .+ value|missing value.*|expected ".*") but got "(.*)" \(.*\)$`), "$1 后面少了一个值"},
	{regexp.MustCompile(`^(--\S+?)(?:=\S+)?: expected .+ value but got "(.*)" \(.*\); perhaps try .*$`), "$1 后面少了一个值"},
	{regexp.MustCompile(`^(\S+?)(?:=\S+)?: expected (?:an int|a valid \d+ bit u?int|a float) but got "([^"]*)".*$`), "$1 要写一个数，不能是“$2”"},
	{regexp.MustCompile(`^(\S+?)(?:=\S+)?: expected duration but got "([^"]*)".*$`), "$1 要写一段时间，例如 30s，不能是“$2”"},
	{regexp.MustCompile(`^(\S+?)(?:=\S+)?: bool value must be .* but got "([^"]*)"$`), "$1 只能写 true 或 false，不能是“$2”"},
	{regexp.MustCompile(`^(\S+?)(?:=\S+)?: expected "<key>=<value>" but got "?([^"]*)"?$`), "$1 要写成 名称=数值，不能是“$2”"},
	{regexp.MustCompile(`^(\S+?)(?:=\S+)? must be one of (.+) but got "(.*)"$`), "$1 只能是 $2，不能是“$3”"},
	{regexp.MustCompile(`^(--\S+) and (--\S+) can't be used together$`), "$1 和 $2 只能写一个"},
	{regexp.MustCompile(`^no command selected$`), "没有写命令"},
}

// flagError is what is wrong with the value of a flag, with the flag.
type flagError struct {
	name string
	err  error
}

// Error returns the text for logs.
func (e *flagError) Error() string { return e.name + ": " + e.err.Error() }

// Unwrap returns what is wrong with the value.
func (e *flagError) Unwrap() error { return e.err }

// atFlagName begins a complaint of the command line's reader about the value of a flag.
var atFlagName = regexp.MustCompile(`^(--[a-z-]+)(?:=\S*)?: `)

// atFlag names the flag whose value was refused in the catalogue's words, which say what a date or an amount is and not where.
func atFlag(complaint, worded error) error {
	if match := atFlagName.FindStringSubmatch(complaint.Error()); match != nil && codeOf(worded) != codeUsage {
		return &flagError{match[1], worded}
	}
	return worded
}

// wordedUsage leaves an error that the catalogue has words for and says any other of the command line's reader.
func wordedUsage(err error) error {
	if codeOf(err) != store.CodeInternal {
		return err
	}
	for _, one := range usageWords {
		if one.complaint.MatchString(err.Error()) {
			return store.Fail(codeUsage, err, one.complaint.ReplaceAllString(err.Error(), one.words))
		}
	}
	return store.Fail(codeUsage, err, "有一处认不出来")
}
