// Command ferretdb serves MongoDB's wire protocol on a free or given port of 127.0.0.1, over SQLite files in a directory:
//
//	ferretdb -directory DIR -port PORT
//
// It ends when its standard input closes, so that it never outlives the process that started it.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	directory := flag.String("directory", "", "where the SQLite files go; must exist")
	port := flag.Int("port", 0, "the port of 127.0.0.1 to listen on")
	flag.Parse()
	if *directory == "" || *port == 0 {
		flag.Usage()
		os.Exit(2)
	}

	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: fmt.Sprintf("127.0.0.1:%d", *port)},
		Handler:   "sqlite",
		SQLiteURL: "file:" + *directory + "/",
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		log.Fatal(err)
	}

	if err := server.Run(untilToldToStop()); err != nil {
		log.Fatal(err)
	}
}

// untilToldToStop gives a context that ends with standard input, or on SIGINT and SIGTERM.
func untilToldToStop() context.Context {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	return ctx
}
