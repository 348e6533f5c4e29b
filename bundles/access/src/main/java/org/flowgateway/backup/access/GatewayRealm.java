package org.flowgateway.backup.access;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;
import org.apache.karaf.jaas.modules.properties.AutoEncryptionSupport;
import org.flowgateway.backup.spi.readiness.LastGoodSettings;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.flowgateway.backup.spi.readiness.SettingException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container's realm {@code karaf} with the gateway's own users in front, from a file in the state folder that holds hashes only.
 *
 * <p>It stands before Karaf's realm of that name and asks it too: users whom an operator keeps there stay. The state folder rather than
 * Karaf's {@code etc} holds ours, because the installation may be read-only.
 */
@Component(service = {JaasRealm.class, ReadinessReporter.class}, immediate = true, property = GatewayRealm.MARK + "=true",
        configurationPid = AccessConfiguration.PID)
@Designate(ocd = AccessConfiguration.class)
public final class GatewayRealm implements JaasRealm, ReadinessReporter {

    /** Service property that tells this realm from others. */
    static final String MARK = "org.flowgateway.backup.users";

    private static final String REALM = "karaf";
    private static final String PASSWORD_VARIABLE = "GATEWAY_ADMIN_PASSWORD";

    private static final Logger LOG = LoggerFactory.getLogger(GatewayRealm.class);

    private final LastGoodSettings<AccessSettings.Users> settings = new LastGoodSettings<>(AccessConfiguration.PID, AccessConfiguration.class);
    private final BundleContext context;
    private volatile Optional<Map<String, Object>> options = Optional.empty();
    private AutoEncryptionSupport hashing;

    @Reference(policy = ReferencePolicy.DYNAMIC, target = "(!(" + MARK + "=true))")
    private volatile List<JaasRealm> others;

    /** Makes the users' file and the first user where they are missing, if the configuration can be used. */
    @Activate
    public GatewayRealm(BundleContext context, AccessConfiguration configuration, Map<String, Object> properties,
            @Reference(target = "(name=" + PasswordHashing.NAME + ")") org.apache.karaf.jaas.modules.EncryptionService encryption) {
        this.context = context;
        modified(configuration, properties);
    }

    /** Takes over a changed configuration. */
    @Modified
    synchronized void modified(AccessConfiguration configuration, Map<String, Object> properties) {
        if (properties.containsKey(Constants.SERVICE_PID)) { // Else the file is not read yet, or was deleted.
            settings.update(properties, () -> established(AccessSettings.users(configuration)))
                    .ifPresent(problem -> LOG.error("{}", problem.text()));
        }
    }

    @Override
    public List<ReadinessProblem> problems() {
        return settings.problems();
    }

    /** @throws SettingException if the state folder cannot be used */
    private AccessSettings.Users established(AccessSettings.Users wanted) {
        if (settings.current().equals(Optional.of(wanted))) {
            return wanted;
        }
        try {
            StateDirectory state = new StateDirectory(wanted.stateDirectory());
            UserFile users = new UserFile(state.file("users.properties"));
            // From the environment and nowhere else: Config Admin would keep it on disk.
            Optional<String> password = Optional.ofNullable(System.getenv(PASSWORD_VARIABLE)).filter(value -> !value.isEmpty());
            new FirstUser(users, state.file("initial-password"), new SecureRandom()).establish(wanted.adminUser(), password);
            Map<String, Object> of = options(context, users);
            deactivate();
            hashing = new AutoEncryptionSupport(of);
            options = Optional.of(of);
            return wanted;
        } catch (IOException e) {
            LOG.error("The users cannot be kept in {}", wanted.stateDirectory(), e);
            throw new SettingException(AccessConfiguration.PID, "state-dir", wanted.stateDirectory(), "cannot be used: " + e.getMessage());
        }
    }

    @Deactivate
    synchronized void deactivate() {
        if (hashing != null) {
            hashing.close();
        }
    }

    @Override
    public String getName() {
        return REALM;
    }

    @Override
    public int getRank() {
        return 100;
    }

    @Override
    public AppConfigurationEntry[] getEntries() {
        List<AppConfigurationEntry> entries = new ArrayList<>();
        options.ifPresent(own -> entries.add(new AppConfigurationEntry(ProxyLoginModule.class.getName(), LoginModuleControlFlag.OPTIONAL, own)));
        others.stream().filter(realm -> realm.getName().equals(REALM)).map(JaasRealm::getEntries).flatMap(Arrays::stream).forEach(entries::add);
        return entries.toArray(AppConfigurationEntry[]::new);
    }

    private static Map<String, Object> options(BundleContext context, UserFile users) {
        Map<String, Object> options = new HashMap<>();
        options.put(BundleContext.class.getName(), context);
        options.put(ProxyLoginModule.PROPERTY_MODULE, GatewayLoginModule.class.getName());
        options.put(ProxyLoginModule.PROPERTY_BUNDLE, Long.toString(FrameworkUtil.getBundle(GatewayLoginModule.class).getBundleId()));
        options.put("users", users.path().toString());
        options.put("encryption.enabled", "true");
        options.put("encryption.name", PasswordHashing.NAME);
        options.put("encryption.prefix", UserFile.MARK);
        options.put("encryption.suffix", UserFile.MARK);
        return Map.copyOf(options);
    }
}
