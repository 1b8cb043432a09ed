import { clientsCommand } from '../tools/clients/command';
import { runCommand } from '../tools/command/run-command';

runCommand(clientsCommand);
