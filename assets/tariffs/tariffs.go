// Package tariffs holds the templates of charge items (收费模板): one JSON file each, named by its id, and the English of their
// texts in english/phrases.json, by the Chinese. What they mean, and the check that they are right, is in cashier/template.
package tariffs

import "embed"

//go:embed *.json english
var files embed.FS

// Files returns the templates, one file ID.json each, and english/phrases.json. They are fixed when the program is built.
func Files() embed.FS { return files }
