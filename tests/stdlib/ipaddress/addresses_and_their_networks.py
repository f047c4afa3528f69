# oracle: 3.13
import ipaddress

network = ipaddress.ip_network("192.168.0.0/22")
print(network, network.netmask, network.broadcast_address, network.num_addresses, list(network.subnets())[1], network.supernet(), network[5])
print(ipaddress.ip_address("10.1.2.3") in ipaddress.ip_network("10.0.0.0/8"), [str(h) for h in ipaddress.ip_network("10.0.0.0/30").hosts()])
for text in ("::1", "2001:db8::8:800:200c:417a", "::ffff:1.2.3.4", "fe80::1", "ff02::2", "8.8.8.8", "127.0.0.1", "224.0.0.1"):
    address = ipaddress.ip_address(text)
    print(repr(address), address.exploded, address.is_private, address.is_loopback, address.is_multicast, int(address), address.reverse_pointer)
print(list(ipaddress.summarize_address_range(ipaddress.ip_address("10.0.0.1"), ipaddress.ip_address("10.0.0.6"))))
print(list(ipaddress.collapse_addresses([ipaddress.ip_network("10.0.0.0/25"), ipaddress.ip_network("10.0.0.128/25")])))
print(ipaddress.ip_interface("10.1.2.3/24"), ipaddress.ip_interface("10.1.2.3/24").network, list(network.address_exclude(ipaddress.ip_network("192.168.1.0/24"))))
for text in ("1.2.3", "1.2.3.256", "01.2.3.4", ":::", "1::2::3", "12345::"):
    try:
        ipaddress.IPv4Address(text) if "." in text else ipaddress.IPv6Address(text)
    except ValueError as e:
        print(e)
try:
    ipaddress.ip_network("10.0.0.1/8")
except ValueError as e:
    print(e)
