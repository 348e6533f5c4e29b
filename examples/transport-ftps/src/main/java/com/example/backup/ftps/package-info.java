/** Transport for FTP servers with TLS. */
package com.example.backup.ftps;
