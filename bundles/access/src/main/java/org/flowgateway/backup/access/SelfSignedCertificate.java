package org.flowgateway.backup.access;

import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Generator of a key (EC P-256) with a self-signed certificate, valid for ten years. */
final class SelfSignedCertificate {

    private static final int SERIAL_BITS = 127;

    private final Clock clock;
    private final SecureRandom random;

    SelfSignedCertificate(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * Creates a key and a certificate.
     *
     * @param hostNames names of the gateway, the main one first
     * @param addresses addresses of the gateway
     */
    TlsIdentity make(Set<String> hostNames, Set<InetAddress> addresses) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, hostNames.iterator().next())
                .build();
        // One day back, since the clocks of clients differ.
        Instant from = clock.instant().truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.DAYS);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(SERIAL_BITS, random).setBit(0),
                Date.from(from),
                Date.from(from.plus(3652, ChronoUnit.DAYS)),
                subject,
                pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(hostNames, addresses));
            return new TlsIdentity(
                    pair.getPrivate(),
                    List.of(new JcaX509CertificateConverter()
                            .getCertificate(builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())))));
        } catch (CertIOException | OperatorCreationException e) {
            throw new GeneralSecurityException("The certificate cannot be made", e);
        }
    }

    private static GeneralNames alternativeNames(Set<String> hostNames, Set<InetAddress> addresses) {
        List<GeneralName> names = new ArrayList<>();
        hostNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        // Without the zone (fe80::1%eth0), which has a meaning on this host only.
        addresses.forEach(address -> names.add(
                new GeneralName(GeneralName.iPAddress, address.getHostAddress().replaceFirst("%.*", ""))));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }
}
