package org.flowgateway.backup.access;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;
import org.apache.karaf.jaas.modules.Encryption;
import org.apache.karaf.jaas.modules.EncryptionService;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.AuditLog;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.api.UserAccount;
import org.flowgateway.backup.api.UserAccounts;
import org.flowgateway.backup.spi.readiness.LastGoodSettings;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.flowgateway.backup.spi.readiness.SettingException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Realm {@code karaf} of the container with the gateway's own users in front, from a file in the state directory.
 *
 * <p>It ranks before Karaf's realm of that name and asks that realm too: users whom an operator keeps there remain valid. Our users are in the
 * state directory rather than in Karaf's {@code etc}, because the installation may be read-only.
 */
@Component(
        service = {JaasRealm.class, ReadinessReporter.class, UserAccounts.class},
        immediate = true,
        property = GatewayRealm.MARK + "=true",
        configurationPid = AccessConfiguration.PID)
@Designate(ocd = AccessConfiguration.class)
public final class GatewayRealm implements JaasRealm, ReadinessReporter, UserAccounts {

    /** Service property that marks this realm. */
    static final String MARK = "org.flowgateway.backup.users";

    private static final String REALM = "karaf";

    private static final Logger LOG = LoggerFactory.getLogger(GatewayRealm.class);

    private final LastGoodSettings<AccessSettings.UserSettings> settings =
            new LastGoodSettings<>(AccessConfiguration.PID, AccessConfiguration.class);
    private final BundleContext context;
    private final Encryption hashing;
    private final ServiceTracker<AuditLog, AuditLog> audit;
    private volatile Optional<Map<String, Object>> options = Optional.empty();
    private volatile Optional<AccountChanges> accounts = Optional.empty();
    private volatile Optional<UserFileWatcher> watch = Optional.empty();
    private volatile Optional<ReadinessProblem> passwordProblem = Optional.empty();

    @Reference(policy = ReferencePolicy.DYNAMIC, target = "(!(" + MARK + "=true))")
    private volatile List<JaasRealm> others;

    /** Creates the users file and the first user if they are missing, and if the configuration is valid. */
    @Activate
    public GatewayRealm(
            BundleContext context,
            AccessConfiguration configuration,
            Map<String, Object> properties,
            @Reference(target = "(name=" + PasswordHashing.NAME + ")") EncryptionService encryption) {
        this.context = context;
        this.hashing = encryption.createEncryption(Map.of());
        this.audit = new ServiceTracker<>(context, AuditLog.class, null);
        audit.open();
        modified(configuration, properties);
    }

    /** Applies a changed configuration. */
    @Modified
    synchronized void modified(AccessConfiguration configuration, Map<String, Object> properties) {
        if (LastGoodSettings.isConfigured(properties)) { // Otherwise the file is not read yet, or was deleted.
            settings.update(properties, () -> apply(AccessSettings.users(configuration)))
                    .ifPresent(problem -> LOG.error("{}", problem.text()));
        }
    }

    @Override
    public List<ReadinessProblem> problems() {
        List<ReadinessProblem> problems = new ArrayList<>(settings.problems());
        passwordProblem.ifPresent(problems::add);
        watch.ifPresent(one -> problems.addAll(one.problems()));
        return problems;
    }

    /**
     * Applies settings.
     *
     * @throws SettingException if the state directory cannot be used
     */
    private AccessSettings.UserSettings apply(AccessSettings.UserSettings wanted) {
        if (settings.current().equals(Optional.of(wanted))) {
            return wanted;
        }
        try {
            StateDirectory state = new StateDirectory(wanted.stateDirectory());
            UserFile file = new UserFile(state.file("users.properties"));
            SecureRandom random = new SecureRandom();
            FirstUser first = new FirstUser(file, state, random);
            establish(first, wanted.adminUser());
            GatewayUsers users = new GatewayUsers(file, hashing, random);
            watch.ifPresent(UserFileWatcher::close);
            watch = Optional.of(new UserFileWatcher(
                            users,
                            first,
                            wanted.adminUser(),
                            change -> recordEvent(new AuditEvent(
                                    Actor.GATEWAY,
                                    AuditEvent.Action.CHANGE,
                                    change + ", in users.properties",
                                    AuditEvent.OK)))
                    .start());
            accounts = Optional.of(new AccountChanges(file, random, this::recordEvent));
            options = Optional.of(options(users));
            return wanted;
        } catch (IOException e) {
            LOG.error("The users cannot be kept in {}", wanted.stateDirectory(), e);
            throw new SettingException(
                    AccessConfiguration.PID,
                    "state-dir",
                    AccessMessage.STATE_DIRECTORY_UNUSABLE.with(wanted.stateDirectory(), StateDirectory.reason(e)));
        }
    }

    /** Creates the first user. If the given password is unusable, existing users can still log in, and see why the gateway is not ready. */
    private void establish(FirstUser first, String name) throws IOException {
        try {
            first.establish(name, AdminPassword.read(System.getenv()));
            passwordProblem = Optional.empty();
        } catch (AdminPassword.UnusableException e) {
            LOG.error("{}", e.getMessage());
            passwordProblem = Optional.of(ReadinessProblem.notReady(e.description()));
        }
    }

    private void recordEvent(AuditEvent event) {
        AuditLog log = audit.getService();
        if (log != null) {
            log.write(event);
        }
    }

    @Override
    public List<UserAccount> all() throws StateDirectoryException {
        return accounts.isPresent() ? accounts.get().all() : List.of();
    }

    @Override
    public boolean changePassword(String name, Secret password, Actor actor) throws StateDirectoryException {
        boolean changed = accounts.isPresent() && accounts.get().changePassword(name, password, actor);
        watch.ifPresent(UserFileWatcher::acceptOwnChange);
        return changed;
    }

    @Deactivate
    synchronized void deactivate() {
        watch.ifPresent(UserFileWatcher::close);
        audit.close();
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
        options.ifPresent(own -> entries.add(
                new AppConfigurationEntry(ProxyLoginModule.class.getName(), LoginModuleControlFlag.OPTIONAL, own)));
        others.stream()
                .filter(realm -> realm.getName().equals(REALM))
                .map(JaasRealm::getEntries)
                .flatMap(Arrays::stream)
                .forEach(entries::add);
        return entries.toArray(AppConfigurationEntry[]::new);
    }

    /** Returns the options of the login modules; the last five are for the container's {@code jaas:} commands. */
    private Map<String, Object> options(GatewayUsers users) {
        Map<String, Object> options = new HashMap<>();
        options.put(BundleContext.class.getName(), context);
        options.put(ProxyLoginModule.PROPERTY_MODULE, GatewayLoginModule.class.getName());
        options.put(
                ProxyLoginModule.PROPERTY_BUNDLE,
                Long.toString(context.getBundle().getBundleId()));
        options.put(GatewayLoginModule.USERS, users);
        options.put(GatewayLoginModule.AUDIT, (Consumer<AuditEvent>) this::recordEvent);
        options.put("users", users.file().path().toString());
        options.put("encryption.enabled", "true");
        options.put("encryption.name", PasswordHashing.NAME);
        options.put("encryption.prefix", UserFileLine.MARK);
        options.put("encryption.suffix", UserFileLine.MARK);
        return Map.copyOf(options);
    }
}
