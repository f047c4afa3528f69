import syslog
print(syslog.LOG_UPTO(syslog.LOG_ERR), syslog.LOG_MASK(3), syslog.LOG_LOCAL7, syslog.setlogmask(syslog.LOG_UPTO(3)), syslog.setlogmask(0))
syslog.openlog("x", syslog.LOG_PID)
print(syslog.syslog("hi"), syslog.syslog(syslog.LOG_ERR, "hi"), syslog.closelog())
