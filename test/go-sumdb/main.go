// Checks a log's checkpoints, tiles and proofs with golang.org/x/mod/sumdb, which knows nothing of
// the program that wrote them. The one argument is a folder with:
//
//	key                   the verifier key
//	checkpoint.<size>     a signed checkpoint for each size
//	tile/...              tiles and bundles of entries as C2SP tlog-tiles has them
//	proofs.json           inclusion and consistency proofs made from those tiles
//
// Prints what was checked, or the first thing that is wrong, and then exits 1.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proofs struct {
	Sizes     []int64
	Inclusion []struct {
		Index, Size int64
		Path        []string
	}
	Consistency []struct {
		Size1, Size2 int64
		Path         []string
	}
}

func main() {
	folder := os.Args[1]
	var given proofs
	must(json.Unmarshal(read(folder, "proofs.json"), &given))
	verifier, err := note.NewVerifier(string(read(folder, "key")))
	must(err)

	trees := map[int64]tlog.Tree{}
	readers := map[int64]tlog.HashReader{}
	for _, size := range given.Sizes {
		trees[size] = openCheckpoint(folder, size, verifier)
		readers[size] = tlog.TileHashReader(trees[size], tiles{folder: folder})
	}

	for _, each := range given.Inclusion {
		what := fmt.Sprintf("inclusion of %d in %d", each.Index, each.Size)
		tree, proof := trees[each.Size], tlog.RecordProof(hashes(each.Path))
		leaf := tlog.RecordHash(entry(folder, each.Index, each.Size))
		check(what, tlog.CheckRecord(proof, tree.N, tree.Hash, each.Index, leaf))
		own, err := tlog.ProveRecord(tree.N, each.Index, readers[each.Size])
		check(what+" from the tiles", err)
		same(what, own, proof)
		refuseChanged(what, proof, func() error { return tlog.CheckRecord(proof, tree.N, tree.Hash, each.Index, leaf) })
	}

	for _, each := range given.Consistency {
		what := fmt.Sprintf("consistency of %d with %d", each.Size1, each.Size2)
		older, newer, proof := trees[each.Size1], trees[each.Size2], tlog.TreeProof(hashes(each.Path))
		check(what, tlog.CheckTree(proof, newer.N, newer.Hash, older.N, older.Hash))
		own, err := tlog.ProveTree(newer.N, older.N, readers[each.Size2])
		check(what+" from the tiles", err)
		same(what, own, proof)
		refuseChanged(what, proof, func() error { return tlog.CheckTree(proof, newer.N, newer.Hash, older.N, older.Hash) })
	}

	for _, size := range given.Sizes {
		damaged := tlog.TileHashReader(trees[size], tiles{folder: folder, damage: true})
		if _, err := damaged.ReadHashes([]int64{0}); err == nil {
			fail("size %d: tiles with a flipped bit were accepted", size)
		}
	}
	fmt.Printf("checkpoints %d inclusion %d consistency %d\n", len(trees), len(given.Inclusion), len(given.Consistency))
}

// openCheckpoint opens the note by the log's key and reads origin, size and root.
func openCheckpoint(folder string, size int64, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(read(folder, fmt.Sprintf("checkpoint.%d", size)), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[1] != strconv.FormatInt(size, 10) {
		fail("checkpoint.%d reads %q", size, opened.Text)
	}
	return tlog.Tree{N: size, Hash: hashes(lines[2:3])[0]}
}

// tiles serves tiles of height 8 from the folder; sumdb's own paths are not used.
type tiles struct {
	folder string
	damage bool
}

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range wanted {
		content := read(t.folder, path(strconv.Itoa(tile.L), tile.N, tile.W))
		if t.damage {
			content[0] ^= 1
		}
		data = append(data, content)
	}
	return data, nil
}

// entry reads the entry of that index from the bundle that a log of that size has.
func entry(folder string, index, size int64) []byte {
	width := size - index/256*256
	if width > 256 {
		width = 256
	}
	bundle := read(folder, path("entries", index/256, int(width)))
	for skip := index % 256; skip > 0; skip-- {
		bundle = bundle[2+binary.BigEndian.Uint16(bundle):]
	}
	return bundle[2 : 2+binary.BigEndian.Uint16(bundle)]
}

func path(level string, index int64, width int) string {
	text := fmt.Sprintf("%03d", index%1000)
	for index >= 1000 {
		index /= 1000
		text = fmt.Sprintf("x%03d/%s", index%1000, text)
	}
	if width != 256 {
		text += fmt.Sprintf(".p/%d", width)
	}
	return fmt.Sprintf("tile/%s/%s", level, text)
}

func hashes(lines []string) []tlog.Hash {
	var all []tlog.Hash
	for _, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		must(err)
		var hash tlog.Hash
		if copy(hash[:], raw) != tlog.HashSize || len(raw) != tlog.HashSize {
			fail("%q is not a hash", line)
		}
		all = append(all, hash)
	}
	return all
}

func same(what string, own, given []tlog.Hash) {
	if len(own) != len(given) {
		fail("%s: %d hashes, %d expected", what, len(given), len(own))
	}
	for i := range own {
		if !bytes.Equal(own[i][:], given[i][:]) {
			fail("%s: hash %d differs", what, i)
		}
	}
}

func refuseChanged(what string, proof []tlog.Hash, verify func() error) {
	for i := range proof {
		proof[i][i] ^= 1
		if verify() == nil {
			fail("%s: accepted with hash %d changed", what, i)
		}
		proof[i][i] ^= 1
	}
}

func check(what string, err error) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

func read(folder, name string) []byte {
	content, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
	must(err)
	return content
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(1)
}
