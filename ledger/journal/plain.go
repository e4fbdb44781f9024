package journal

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
)

// marshalers write a value in their own way, which need not read back as it was.
var marshalers = []reflect.Type{reflect.TypeFor[json.Marshaler](), reflect.TypeFor[json.Unmarshaler](),
	reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[encoding.TextUnmarshaler]()}

// plain reports whether every value of a type reads back from its JSON as it was, but for text that is not UTF-8: it is made
// of texts, whole numbers, truth values and bytes, of lists and pointers of these, and of structs that write every field.
// (A list that is empty and one that is none may be told apart by nobody, where its field is left out of the JSON.) Within
// are the types that led here: one that holds itself is not plain.
func plain(t reflect.Type, within []reflect.Type) bool {
	own := func(marshaler reflect.Type) bool {
		return t.Implements(marshaler) || reflect.PointerTo(t).Implements(marshaler)
	}
	if slices.Contains(within, t) || slices.ContainsFunc(marshalers, own) {
		return false
	}
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return true
	case reflect.Slice, reflect.Pointer:
		return plain(t.Elem(), append(within, t))
	case reflect.Struct:
		for i := range t.NumField() {
			field := t.Field(i)
			if !field.IsExported() || field.Anonymous || field.Tag.Get("json") == "-" || !plain(field.Type, append(within, t)) {
				return false
			}
		}
		return true
	}
	return false
}
