<#-- Productions of our own statements; see config.fmpp. -->
