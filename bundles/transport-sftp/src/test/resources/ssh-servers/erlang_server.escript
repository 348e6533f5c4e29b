%% SFTP as Erlang's ssh serves it. Arguments: port, directory with the host key, home directory, username, password. Prints each password it decides on.
main([Port, HostKeys, Home, Username, Password]) ->
    {ok, _} = application:ensure_all_started(ssh),
    Decide = fun(User, Given) ->
        Accepted = {User, Given} =:= {Username, Password},
        io:format("password ~s~n", [case Accepted of true -> "accepted"; false -> "refused" end]),
        Accepted
    end,
    {ok, _} = ssh:daemon({127, 0, 0, 1}, list_to_integer(Port), [
        {system_dir, HostKeys}, {user_dir, HostKeys}, {pwdfun, Decide},
        {subsystems, [ssh_sftpd:subsystem_spec([{cwd, Home}])]}]),
    receive stop -> ok end.
