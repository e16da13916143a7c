// Package cthreads is called by threads that C code has started.
package cthreads

/*
#cgo LDFLAGS: -lpthread
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

extern void arrived(int);

static void *thread(void *pause) {
	usleep(*(int *)pause);
	arrived(*(int *)pause);
	free(pause);
	return NULL;
}

static int start(int pause) {
	pthread_t t;
	int *p = malloc(sizeof *p);
	*p = pause;
	return pthread_create(&t, NULL, thread, p) || pthread_detach(t);
}
*/
import "C"

var arrivals = make(chan int, 10)

//export arrived
func arrived(pause C.int) { arrivals <- int(pause) }

// Start starts a thread that calls back after so many microseconds of real time.
func Start(pause int) bool { return C.start(C.int(pause)) == 0 }
