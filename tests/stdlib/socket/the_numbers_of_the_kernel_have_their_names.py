# Families, options and requests that only special programs need have their names, too.
import fcntl
import mmap
import socket
import termios

print(repr(socket.AF_CAN), repr(socket.AF_VSOCK), repr(socket.AF_TIPC), socket.AF_ROUTE is socket.AF_NETLINK)
print(socket.CAN_RAW, socket.CAN_BCM_TX_SETUP, socket.CAN_EFF_FLAG, socket.J1939_MAX_UNICAST_ADDR, socket.ALG_SET_PUBKEY)
print(socket.VMADDR_CID_ANY, socket.TIPC_TOP_SRV, socket.PACKET_OUTGOING, socket.SOL_ALG)
print(fcntl.F_SETOWN_EX, fcntl.F_OWNER_PID)
print(termios.B4000000, termios.TIOCPKT, termios.TIOCM_CTS, termios.CINTR, termios.VSWTCH == termios.VSWTC)
