// Describes what main.go needs. The test builds it against the sources of Debian's golang-golang-x-mod-dev, outside module mode.

module voceria/go-sumdb

go 1.19

require golang.org/x/mod v0.7.0
