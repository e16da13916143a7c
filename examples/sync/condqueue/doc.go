package condqueue
