// Package tariffs holds the templates of charge items (收费模板): one JSON file each, named by its id. What they mean, and
// the check that they are right, is in cashier/template.
package tariffs

import "embed"

//go:embed *.json
var files embed.FS

// Files returns the templates, one file ID.json each. They are fixed when the program is built.
func Files() embed.FS { return files }
