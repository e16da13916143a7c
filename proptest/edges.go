//go:build !chaosrun && linux

package proptest

// A fuzzer is led by the code that an input runs. What is new in a run here is not code but
// an order of operations, in another process. So this process runs a piece of code of its own
// for each kind of order: visit has one for each of 64, and the fuzzer, which also counts how
// often it runs, takes an input for interesting that has a new one.

const edgeCount = 64

var edges [edgeCount]int

func visit(edge uint32) {
	switch edge % edgeCount {
	case 0:
		edges[0]++
	case 1:
		edges[1]++
	case 2:
		edges[2]++
	case 3:
		edges[3]++
	case 4:
		edges[4]++
	case 5:
		edges[5]++
	case 6:
		edges[6]++
	case 7:
		edges[7]++
	case 8:
		edges[8]++
	case 9:
		edges[9]++
	case 10:
		edges[10]++
	case 11:
		edges[11]++
	case 12:
		edges[12]++
	case 13:
		edges[13]++
	case 14:
		edges[14]++
	case 15:
		edges[15]++
	case 16:
		edges[16]++
	case 17:
		edges[17]++
	case 18:
		edges[18]++
	case 19:
		edges[19]++
	case 20:
		edges[20]++
	case 21:
		edges[21]++
	case 22:
		edges[22]++
	case 23:
		edges[23]++
	case 24:
		edges[24]++
	case 25:
		edges[25]++
	case 26:
		edges[26]++
	case 27:
		edges[27]++
	case 28:
		edges[28]++
	case 29:
		edges[29]++
	case 30:
		edges[30]++
	case 31:
		edges[31]++
	case 32:
		edges[32]++
	case 33:
		edges[33]++
	case 34:
		edges[34]++
	case 35:
		edges[35]++
	case 36:
		edges[36]++
	case 37:
		edges[37]++
	case 38:
		edges[38]++
	case 39:
		edges[39]++
	case 40:
		edges[40]++
	case 41:
		edges[41]++
	case 42:
		edges[42]++
	case 43:
		edges[43]++
	case 44:
		edges[44]++
	case 45:
		edges[45]++
	case 46:
		edges[46]++
	case 47:
		edges[47]++
	case 48:
		edges[48]++
	case 49:
		edges[49]++
	case 50:
		edges[50]++
	case 51:
		edges[51]++
	case 52:
		edges[52]++
	case 53:
		edges[53]++
	case 54:
		edges[54]++
	case 55:
		edges[55]++
	case 56:
		edges[56]++
	case 57:
		edges[57]++
	case 58:
		edges[58]++
	case 59:
		edges[59]++
	case 60:
		edges[60]++
	case 61:
		edges[61]++
	case 62:
		edges[62]++
	case 63:
		edges[63]++
	}
}
